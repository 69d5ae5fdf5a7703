import { AppError } from '../errors.ts';

/** How a repository is reached, with what scopes credentials to its server; `origin` is null for a local path. */
export interface RepositoryAddress {
  url: string;
  origin: string | null;
}

const NEXT_STEP = 'Use https://, http://, file:// or an absolute path.';

/**
 * Accepts https://, http://, file:// and absolute paths, and nothing by which git could run a command.
 * @throws AppError invalid_input with the reason for anything else.
 */
export function parseRepositoryUrl(url: string): RepositoryAddress {
  const reason = reasonAgainst(url);
  if (reason !== null)
    throw new AppError('invalid_input', `${reason} ${NEXT_STEP}`, { details: { field: 'url' } });
  if (url.startsWith('/') || url.startsWith('file://')) return { url, origin: null };
  return { url, origin: new URL(url).origin };
}

function reasonAgainst(url: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (url === '' || /[\u0000-\u0020\u007f]/.test(url))
    return 'The address is empty, or holds blanks or control characters.';
  if (url.startsWith('-')) return 'The address starts with "-", which git would take for an option.';
  if (/^[a-z0-9+.-]+::/i.test(url)) return 'Addresses of the form helper::… run a program and are refused.';
  if (url.startsWith('/')) return null;
  const scheme = /^([a-z0-9+.-]+):\/\//i.exec(url)?.[1]?.toLowerCase();
  if (scheme === 'ssh' || (scheme === undefined && /^[^/]+:/.test(url)))
    return 'Access over SSH is not supported yet.';
  if (scheme === undefined) return 'The address is neither a URL nor an absolute path.';
  if (!['https', 'http', 'file'].includes(scheme)) return `The scheme ${scheme}:// is not supported.`;
  return reasonAgainstUrl(url);
}

function reasonAgainstUrl(url: string): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null) return 'The address is not a valid URL.';
  if (parsed.username !== '' || parsed.password !== '') {
    return 'The address holds a user name or password, which would end up in logs. Give credentials in their own fields.';
  }
  if (parsed.search !== '' || parsed.hash !== '')
    return 'The address has a query or fragment, which no repository has.';
  if (parsed.protocol === 'file:' && parsed.host !== '')
    return 'A file:// address names a host; write file:///path.';
  return null;
}

/** @throws AppError invalid_input for what can be no branch (git-check-ref-format). */
export function assertBranchName(branch: string): void {
  const isValid =
    branch !== '' &&
    !/^[-/.]|\/$|\.$|\.lock(?:\/|$)|\.\.|\/\.|\/\/|@\{|^@$/.test(branch) &&
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    !/[\u0000-\u0020\u007f~^:?*[\\]/.test(branch);
  if (isValid) return;
  throw new AppError(
    'invalid_input',
    `"${branch}" is no name for a branch. Give it as git shows it, for example "main".`,
    {
      details: { field: 'branch' },
    },
  );
}
