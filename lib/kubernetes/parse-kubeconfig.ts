import { load } from 'js-yaml';
import { AppError } from '#lib/errors.ts';
import { ClusterAccess } from './cluster-access.ts';
import { checkCluster, checkUser } from './kubeconfig-entries.ts';

type Mapping = Record<string, unknown>;
type Section = 'clusters' | 'users' | 'contexts';

const SINGULAR = { clusters: 'cluster', users: 'user', contexts: 'context' } as const;

function invalid(message: string): AppError {
  return new AppError('kubeconfig_invalid', message);
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// The parser's own message quotes the text around the error, which may be a credential.
function yamlProblem(error: unknown): string {
  if (!(error instanceof Error)) return 'it cannot be read';
  const reason = 'reason' in error && typeof error.reason === 'string' ? error.reason : 'it cannot be read';
  const mark = 'mark' in error && isMapping(error.mark) ? error.mark : {};
  return typeof mark.line === 'number' ? `${reason}, line ${mark.line + 1}` : reason;
}

function readDocument(text: string): Mapping {
  let root: unknown;
  try {
    root = load(text);
  } catch (error) {
    throw invalid(`The kubeconfig is not one YAML document (${yamlProblem(error)}). Paste the whole file.`);
  }
  if (!isMapping(root) || (root.kind !== undefined && root.kind !== 'Config'))
    throw invalid(
      'The text is not a kubeconfig (kind: Config). Paste the output of "kubectl config view --raw --flatten --minify".',
    );
  return root;
}

function entriesOf(root: Mapping, section: Section): { name: string; content: Mapping }[] {
  const list = root[section] ?? [];
  if (!Array.isArray(list)) throw invalid(`"${section}" of the kubeconfig must be a list.`);
  return list.map((entry: unknown, index) => {
    const content = isMapping(entry) ? (entry[SINGULAR[section]] ?? {}) : null;
    if (!isMapping(entry) || typeof entry.name !== 'string' || entry.name === '' || !isMapping(content))
      throw invalid(`Entry ${index + 1} of "${section}" needs a name and a "${SINGULAR[section]}" mapping.`);
    return { name: entry.name, content };
  });
}

function findEntry(root: Mapping, section: Section, name: string): Mapping {
  const found = entriesOf(root, section).filter((entry) => entry.name === name);
  const [first] = found;
  if (first === undefined)
    throw invalid(
      `The kubeconfig has no ${SINGULAR[section]} "${name}". Export it with "kubectl config view --raw --flatten --minify".`,
    );
  if (found.length > 1)
    throw invalid(
      `The kubeconfig has ${found.length} entries for the ${SINGULAR[section]} "${name}". Keep one.`,
    );
  return first.content;
}

function chooseContext(root: Mapping, wanted: string | undefined): string {
  const names = entriesOf(root, 'contexts').map((entry) => entry.name);
  const current = root['current-context'];
  const chosen = wanted ?? (typeof current === 'string' && current !== '' ? current : undefined);
  const known = names.map((name) => `"${name}"`).join(', ');
  const [only] = names;
  if (only === undefined)
    throw invalid('The kubeconfig has no context. Add one that names a cluster and a user.');
  if (chosen === undefined) {
    if (names.length === 1) return only;
    throw invalid(`The kubeconfig has several contexts and no current-context. Choose one of ${known}.`);
  }
  if (!names.includes(chosen))
    throw invalid(`The kubeconfig has no context "${chosen}". Choose one of ${known}.`);
  return chosen;
}

/**
 * Reads one context of a kubeconfig whose data is all inline. What would run a program or read a file of this machine
 * (exec, auth-provider, tokenFile, paths) is refused. Other contexts are not looked at. Throws `kubeconfig_invalid`.
 */
export function parseKubeconfig(text: string, options: { context?: string } = {}): ClusterAccess {
  const root = readDocument(text);
  const contextName = chooseContext(root, options.context);
  const context = findEntry(root, 'contexts', contextName);
  const { cluster: clusterName, user: userName, namespace } = context;
  if (typeof clusterName !== 'string' || typeof userName !== 'string')
    throw invalid(`The context "${contextName}" must name a cluster and a user.`);
  const cluster = checkCluster(clusterName, findEntry(root, 'clusters', clusterName));
  const user = checkUser(userName, findEntry(root, 'users', userName));
  return new ClusterAccess({
    contextName,
    namespace: typeof namespace === 'string' && namespace !== '' ? namespace : null,
    cluster,
    user,
  });
}
