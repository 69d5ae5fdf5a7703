import { readFileSync } from 'node:fs';
import { getEnvironment } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import type { GitCredentials } from '#lib/git/reading.ts';
import { testConnection } from '#lib/git/test-connection.ts';
import { ClusterClient } from '#lib/kubernetes/cluster-client.ts';
import { parseKubeconfig } from '#lib/kubernetes/parse-kubeconfig.ts';
import { normaliseDirectory } from '#lib/repository-path.ts';
import { seal } from '#lib/seal.ts';
import { readSecretKey } from '#lib/secret-key.ts';
import { addFabric } from '#lib/services/fabric/add-fabric.ts';
import { clusterIdentityKey } from '#lib/worker/cluster-recorder.ts';
import type { Command } from './command.ts';
import type { CommandOptions } from './commands.ts';
import { parseDuration } from './commands.ts';

function required(options: CommandOptions, name: keyof CommandOptions): string {
  const value = options[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new AppError('invalid_input', `--${name} is missing.`);
}

function readPassword(options: CommandOptions): string | null {
  const variable = options['password-env'];
  if (variable === undefined) return null;
  const password = process.env[variable];
  if (password) return password;
  throw new AppError('invalid_input', `--password-env names ${variable}, but that variable is not set.`);
}

function readKubeconfig(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('invalid_input', `The kubeconfig ${file} cannot be read.`, { cause });
  }
}

function credentialsOf(username: string | null, password: string | null): GitCredentials {
  if (password === null) return { kind: 'none' };
  return username === null ? { kind: 'token', token: password } : { kind: 'basic', username, password };
}

/** Tests both connections for real, then adds the fabric; a running worker starts on it at once. */
export const addCommand: Command = async ({ db }, { options, print }) => {
  const name = required(options, 'name');
  const [url, branch] = [required(options, 'git'), required(options, 'branch')];
  const kubeconfig = readKubeconfig(required(options, 'kubeconfig'));
  const directory = normaliseDirectory(options.directory ?? '');
  const username = options.username ?? null;
  const password = readPassword(options);
  const environment = getEnvironment();

  const git = await testConnection({
    url,
    branch,
    directory,
    credentials: credentialsOf(username, password),
    dataDirectory: environment.dataDirectory,
  });
  print(`Git: ${url} answers, ${branch} is at ${git.tip?.slice(0, 7) ?? 'no commit yet'}.`);

  const client = new ClusterClient(parseKubeconfig(kubeconfig));
  try {
    const report = await client.testConnection();
    const { identity } = report;
    for (const note of [...report.problems, ...report.warnings]) print(`cluster: ${note}`);
    // One readable kind is enough: the others are shown as unknown until they can be read.
    if (identity === null || !report.kinds.some(({ problem }) => problem === null)) {
      throw new AppError('cluster_failed', `The cluster cannot be observed: ${report.problems.join(' ')}`);
    }
    print(`cluster: ${identity.serverUrl} answers, Kubernetes ${identity.version}.`);
    const secret = readSecretKey(environment);
    await addFabric(db, {
      name,
      url,
      branch,
      directory,
      username,
      sealedPassword: password === null ? null : seal(password, secret),
      sealedKubeconfig: seal(kubeconfig, secret),
      clusterIdentity: clusterIdentityKey(identity),
      ...(options['git-interval'] && {
        gitIntervalSeconds: Math.max(
          1,
          Math.round(parseDuration(options['git-interval'], 'git-interval') / 1000),
        ),
      }),
      ...(options.grace && { graceSeconds: Math.round(parseDuration(options.grace, 'grace') / 1000) }),
    });
  } finally {
    client.close();
  }
  print(`Fabric ${name} added.`);
};
