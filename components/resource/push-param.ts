/** Sets a parameter of the address, or takes it away; a step that *back* undoes. */
export function pushParam(name: string, value: string | null): void {
  const url = new URL(window.location.href);
  if (value === null) url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  window.history.pushState(null, '', url);
}
