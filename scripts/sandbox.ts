import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { getEnvironment } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import {
  commitFiles,
  createObjects,
  deleteObject,
  deployNow,
  editObject,
  holdObject,
  releaseObject,
  sandboxStatus,
  showFile,
} from '#lib/sandbox/commands/sandbox-commands.ts';
import type { DeployerStyle } from '#lib/sandbox/deployer/deploy-object.ts';
import { runSandbox } from '#lib/sandbox/run-sandbox.ts';
import { type SandboxFolder, sandboxFolder } from '#lib/sandbox/sandbox-folder.ts';
import { requireUsable, verbOf } from './command-line.ts';

const OPTIONS = {
  as: { type: 'string' },
  author: { type: 'string' },
  dir: { type: 'string' },
  file: { type: 'string', short: 'f' },
  message: { type: 'string', short: 'm' },
  remove: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const;

interface Verb {
  usage: string;
  says: string;
  takes?: readonly (keyof typeof OPTIONS)[];
  /** The words that it needs, by what they stand for. */
  words?: readonly string[];
  /** There may be more of the last word. */
  open?: boolean;
}

const NAMED = ['KIND', 'NAME'];

const VERBS: Record<string, Verb> = {
  edit: {
    usage: 'edit KIND NAME PATH=VALUE … [--as MANAGER]',
    says: 'change a live object (PATH- removes a field); default kubectl-edit',
    takes: ['as'],
    words: [...NAMED, 'PATH=VALUE'],
    open: true,
  },
  delete: { usage: 'delete KIND NAME', says: 'delete a live object', words: NAMED },
  create: {
    usage: 'create -f FILE [--as MANAGER]',
    says: 'create the objects of a file, past Git; default kubectl-create',
    takes: ['file', 'as'],
  },
  show: { usage: 'show PATH', says: 'print a file of the Git repository', words: ['PATH'] },
  commit: {
    usage: 'commit FILE[:PATH] … [--remove PATH] -m MESSAGE [--author NAME]',
    says: 'push to Git as somebody else would',
    takes: ['remove', 'message', 'author'],
    open: true,
  },
  deploy: {
    usage: 'deploy [--as argocd|flux]',
    says: 'bring the cluster to what Git says, held objects aside',
    takes: ['as'],
  },
  hold: { usage: 'hold KIND NAME', says: 'keep the deployer from an object', words: NAMED },
  release: { usage: 'release KIND NAME', says: 'let the deployer have it again', words: NAMED },
  status: { usage: 'status', says: 'what is there' },
  serve: { usage: 'serve [--as argocd|flux]', says: 'run the sandbox in the foreground', takes: ['as'] },
};

const FOLDER = "  --dir FOLDER   the sandbox's folder (default: that of npm start)";

const USAGE = `Plays an outsider against the sandbox.

${Object.values(VERBS)
  .map(({ usage, says }) =>
    usage.length < 44 ? `  ${usage.padEnd(44)} ${says}` : `  ${usage}\n${' '.repeat(47)}${says}`,
  )
  .join('\n')}

${FOLDER}`;

const usageOf = ({ usage, says }: Verb) => `Usage: npm run sandbox -- ${usage}\n  ${says}\n${FOLDER}`;

const wrong = (message: string, usage: string) => new AppError('invalid_input', `${message}\n${usage}`);

function parse(args: string[], verb: Verb) {
  const { takes = [], words = [], open = false } = verb;
  const usage = usageOf(verb);
  const mostWords = open ? Number.POSITIVE_INFINITY : 1 + words.length;
  requireUsable(args, { options: OPTIONS, takes: [...takes, 'dir'], mostWords, usage });
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const missing = words.slice(positionals.length - 1);
  if (missing.length > 0) throw wrong(`${missing.join(' and ')} missing.`, usage);
  return { values, words: positionals.slice(1) };
}

type Options = ReturnType<typeof parse>['values'];

function readStyle(text: string | undefined): DeployerStyle | null {
  if (text === undefined || text === 'argocd' || text === 'flux') return text ?? null;
  throw new AppError('invalid_input', `--as ${text}: the deployer behaves like argocd or like flux.`);
}

async function serve(folder: SandboxFolder, options: Options): Promise<void> {
  const style = readStyle(options.as);
  const log = (line: string) => console.log(line);
  const sandbox = await runSandbox({ directory: folder.root, log, ...(style === null ? {} : { style }) });
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  console.log(`ready at ${sandbox.server.url}, kubeconfig ${folder.kubeconfig}. Ctrl-C ends it.`);
  await stopped;
  await sandbox.stop();
}

async function printStatus(folder: SandboxFolder): Promise<void> {
  const status = await sandboxStatus(folder);
  console.log(`cluster   ${status.url} ${status.reachable ? 'answers' : 'does not answer'}`);
  console.log(`git       ${folder.origin} at ${status.revision.slice(0, 10)}, ${status.manifests} manifests`);
  for (const problem of status.problems) console.log(`          ${problem}`);
  const objects = Object.entries(status.objects).map(([kind, count]) => `${count} ${kind}`);
  console.log(`objects   ${objects.join(', ') || 'none'}`);
  for (const { kind, name, manifest } of status.held) {
    console.log(`held      ${kind} ${name}${manifest === null ? '' : ' (until Git changes it)'}`);
  }
}

async function deploy(folder: SandboxFolder, options: Options): Promise<void> {
  const report = await deployNow(folder, readStyle(options.as));
  console.log(
    `at ${report.revision.slice(0, 10)}: ${report.applied.length} applied, ${report.deleted.length} removed`,
  );
  for (const key of report.held) console.log(`held      ${key}`);
  for (const { what, why } of report.failed) console.log(`failed    ${what}: ${why}`);
  if (report.failed.length > 0) process.exitCode = 1;
}

async function run(verb: string, words: string[], options: Options, folder: SandboxFolder): Promise<void> {
  switch (verb) {
    case 'edit': {
      const [kind = '', name = '', ...edits] = words;
      const warnings = await editObject(folder, kind, name, edits, options.as ?? 'kubectl-edit');
      for (const warning of warnings) console.log(`warning: ${warning}`);
      return console.log(`${kind} ${name} changed`);
    }
    case 'delete': {
      const [kind = '', name = ''] = words;
      await deleteObject(folder, kind, name);
      return console.log(`${kind} ${name} deleted`);
    }
    case 'create': {
      if (options.file === undefined) throw new AppError('invalid_input', '-f FILE missing. See --help.');
      const created = await createObjects(folder, options.file, options.as ?? 'kubectl-create');
      return console.log(`created ${created.join(', ')}`);
    }
    case 'show': {
      const [path = ''] = words;
      process.stdout.write(await showFile(folder, path));
      return;
    }
    case 'commit': {
      const { remove = [], message = '', author = null } = options;
      return console.log(`pushed ${await commitFiles(folder, words, remove, message, author)}`);
    }
    case 'hold':
    case 'release': {
      const [kind = '', name = ''] = words;
      await (verb === 'hold' ? holdObject : releaseObject)(folder, kind, name);
      return console.log(`${kind} ${name} ${verb === 'hold' ? 'held' : 'released'}`);
    }
    case 'deploy':
      return deploy(folder, options);
    case 'status':
      return printStatus(folder);
    case 'serve':
      return serve(folder, options);
  }
}

async function main(args: string[]): Promise<void> {
  const name = verbOf(args, OPTIONS);
  const verb = name !== null && Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  const asksForHelp = args.includes('--help') || args.includes('-h');
  if (name === null || verb === undefined) {
    if (asksForHelp || args.length === 0) return console.log(USAGE);
    throw wrong(name === null ? 'There is no verb.' : `There is no verb ${JSON.stringify(name)}.`, USAGE);
  }
  if (asksForHelp) return console.log(usageOf(verb));
  const { values, words } = parse(args, verb);
  const directory = values.dir === undefined ? getEnvironment().sandboxDirectory : resolve(values.dir);
  await run(name, words, values, sandboxFolder(directory));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof AppError && error.code === 'invalid_input' ? 2 : 1;
});
