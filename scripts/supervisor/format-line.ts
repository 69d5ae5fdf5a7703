import { z } from 'zod';

const entryShape = z.looseObject({
  level: z.number(),
  time: z.number(),
  component: z.string().optional(),
  msg: z.string().optional(),
  err: z.looseObject({ message: z.string().optional(), stack: z.string().optional() }).optional(),
});

const LEVELS: readonly (readonly [number, string])[] = [
  [60, 'FATAL '],
  [50, 'ERROR '],
  [40, 'WARN '],
];

const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set([
  'level',
  'time',
  'component',
  'msg',
  'err',
  'pid',
  'hostname',
]);

/** One line of a process as it is shown in the terminal; structured lines become readable, others stay as they are. */
export function formatLine(name: string, line: string): string {
  const prefix = `${name.padEnd(8)} `;
  const entry = parseEntry(line);
  if (entry === null) return prefix + line;
  const level = LEVELS.find(([least]) => entry.level >= least)?.[1] ?? '';
  const fields = Object.entries(entry).filter(([key]) => !SHOWN_ELSEWHERE.has(key));
  const parts = [
    `${level}${entry.component ? `${entry.component}: ` : ''}${entry.msg ?? entry.err?.message ?? ''}`,
    ...fields.map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`),
  ];
  const time = new Date(entry.time).toTimeString().slice(0, 8);
  const stack = entry.level >= 50 && entry.err?.stack ? `\n${entry.err.stack}` : '';
  return `${prefix}${time} ${parts.join(' ')}${stack}`;
}

function parseEntry(line: string): z.infer<typeof entryShape> | null {
  if (!line.startsWith('{')) return null;
  try {
    return entryShape.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
