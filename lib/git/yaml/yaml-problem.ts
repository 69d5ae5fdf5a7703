/** Why a text is no YAML document that Kubernetes tools can read. `offset` counts UTF-16 units from the start of the text. */
export class YamlProblem extends Error {
  readonly code: 'syntax_error' | 'alias_limit';
  readonly offset: number;

  constructor(code: 'syntax_error' | 'alias_limit', message: string, offset: number) {
    super(message);
    this.code = code;
    this.offset = offset;
  }
}
