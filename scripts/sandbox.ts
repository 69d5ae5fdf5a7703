import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { getEnvironment } from '#lib/env.ts';
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

const USAGE = `Plays an outsider against the sandbox.

  edit KIND NAME PATH=VALUE … [--as MANAGER]   change a live object (PATH- removes a field); default kubectl-edit
  delete KIND NAME                             delete a live object
  create -f FILE [--as MANAGER]                create the objects of a file, past Git; default kubectl-create
  show PATH                                    print a file of the Git repository
  commit FILE[:PATH] … [--remove PATH] -m MESSAGE [--author NAME]
                                               push to Git as somebody else would
  deploy [--as argocd|flux]                    bring the cluster to what Git says, held objects aside
  hold KIND NAME, release KIND NAME            keep the deployer from an object, and let it have it again
  status                                       what is there
  serve [--as argocd|flux]                     run the sandbox in the foreground

  --dir FOLDER   the sandbox's folder (default: that of npm start)`;

const OPTIONS = {
  as: { type: 'string' },
  author: { type: 'string' },
  dir: { type: 'string' },
  file: { type: 'string', short: 'f' },
  message: { type: 'string', short: 'm' },
  remove: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const;

function parse(args: string[]) {
  return parseArgs({ args, options: OPTIONS, allowPositionals: true });
}

type Options = ReturnType<typeof parse>['values'];

function required(words: string[], ...names: string[]): string[] {
  const missing = names.slice(words.length);
  if (missing.length > 0) throw new Error(`${missing.join(' and ')} missing. See --help.`);
  return words;
}

function readStyle(text: string | undefined): DeployerStyle | null {
  if (text === undefined || text === 'argocd' || text === 'flux') return text ?? null;
  throw new Error(`--as ${text}: the deployer behaves like argocd or like flux.`);
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
      const [kind = '', name = '', ...edits] = required(words, 'KIND', 'NAME', 'PATH=VALUE');
      const warnings = await editObject(folder, kind, name, edits, options.as ?? 'kubectl-edit');
      for (const warning of warnings) console.log(`warning: ${warning}`);
      return console.log(`${kind} ${name} changed`);
    }
    case 'delete': {
      const [kind = '', name = ''] = required(words, 'KIND', 'NAME');
      await deleteObject(folder, kind, name);
      return console.log(`${kind} ${name} deleted`);
    }
    case 'create': {
      if (options.file === undefined) throw new Error('-f FILE missing. See --help.');
      const created = await createObjects(folder, options.file, options.as ?? 'kubectl-create');
      return console.log(`created ${created.join(', ')}`);
    }
    case 'show': {
      const [path = ''] = required(words, 'PATH');
      process.stdout.write(await showFile(folder, path));
      return;
    }
    case 'commit': {
      const { remove = [], message = '', author = null } = options;
      return console.log(`pushed ${await commitFiles(folder, words, remove, message, author)}`);
    }
    case 'hold':
    case 'release': {
      const [kind = '', name = ''] = required(words, 'KIND', 'NAME');
      await (verb === 'hold' ? holdObject : releaseObject)(folder, kind, name);
      return console.log(`${kind} ${name} ${verb === 'hold' ? 'held' : 'released'}`);
    }
    case 'deploy':
      return deploy(folder, options);
    case 'status':
      return printStatus(folder);
    case 'serve':
      return serve(folder, options);
    default:
      throw new Error(`There is no verb ${JSON.stringify(verb)}. See --help.`);
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parse(process.argv.slice(2));
  const [verb, ...words] = positionals;
  if (values.help || verb === undefined) return console.log(USAGE);
  const directory = values.dir === undefined ? getEnvironment().sandboxDirectory : resolve(values.dir);
  await run(verb, words, values, sandboxFolder(directory));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
