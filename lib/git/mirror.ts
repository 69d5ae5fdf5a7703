/** A bare copy of one repository below the caller's data folder; whoever opens it has it for themselves until `close`. */
export interface Mirror {
  readonly url: string;
  readonly gitDirectory: string;
  close: () => Promise<void>;
}

/** Opens the mirror of a repository, making it when there is none and clearing what a killed process left behind. */
export async function openMirror(_options: { dataDirectory: string; url: string }): Promise<Mirror> {
  throw new Error('not built yet');
}
