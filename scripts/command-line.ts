import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { AppError } from '#lib/errors.ts';

/** What one call of a command may hold. */
export interface CallShape {
  /** Every option of the command, whichever verb it belongs to. */
  options: ParseArgsOptionsConfig;
  /** Those that this verb uses. */
  takes: readonly string[];
  /** How many words that are no options there may be, the verb among them. */
  mostWords: number;
  /** How the verb is called. */
  usage: string;
}

function refused(message: string, usage: string): AppError {
  return new AppError('invalid_input', `${message}\n${usage}`);
}

/**
 * Nothing that was typed is passed over in silence: an option that the verb does not use, one that is given twice and a
 * word too many are refused with its usage. @throws AppError invalid_input
 */
export function requireUsable(
  argv: readonly string[],
  { options, takes, mostWords, usage }: CallShape,
): void {
  const call = { args: [...argv], options, allowPositionals: true };
  const { tokens, positionals } = parseArgs({ ...call, strict: false, tokens: true });
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (!takes.includes(token.name)) throw refused(`There is no ${token.rawName} here.`, usage);
    if (seen.has(token.name) && options[token.name]?.multiple !== true)
      throw refused(`${token.rawName} is given twice.`, usage);
    seen.add(token.name);
  }
  try {
    parseArgs({ ...call, strict: true });
  } catch (error) {
    throw refused(error instanceof Error ? error.message : String(error), usage);
  }
  const surplus = positionals[mostWords];
  if (surplus !== undefined) throw refused(`${JSON.stringify(surplus)} is one word too many.`, usage);
}

/** The first word of a call that is no option, nor the value of one; null when there is none. */
export function verbOf(argv: readonly string[], options: ParseArgsOptionsConfig): string | null {
  const call = { args: [...argv], options, allowPositionals: true, strict: false };
  return parseArgs(call).positionals[0] ?? null;
}
