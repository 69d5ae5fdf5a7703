/** Ends with one sentence: what happened and what to do next. @returns {never} */
export function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
