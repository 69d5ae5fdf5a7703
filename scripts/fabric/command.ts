import type { DatabaseHandle } from '#db/client.ts';
import type { CommandContext, CommandOptions } from './commands.ts';

/** One verb's arguments. */
export interface CommandCall extends CommandContext {
  fabric: string | null;
  options: CommandOptions;
}

export type Command = (database: DatabaseHandle, call: CommandCall) => Promise<void>;
