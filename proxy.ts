import type { NextRequest } from 'next/server';
import { NextResponse } from 'next/server';
import { refuse } from '#app/api/answer.ts';
import { AppError } from '#lib/errors.ts';

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;

function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
}

const READS = ['GET', 'HEAD'];

/**
 * Answers only to the names of this machine: until people can sign in, a page elsewhere whose name was made to point here
 * (DNS rebinding) could read everything. And an address that cannot be decoded, which Next.js answers with a bare 500, is
 * an address of nothing. API addresses are only read: what writes is a server action, and Next.js would say 405 without a word.
 */
export function proxy(request: NextRequest): Response {
  const host = request.headers.get('host') ?? '';
  if (!LOOPBACK.test(host))
    return refuse(new AppError('forbidden', `The dashboard is not served as ${host}. Open it at 127.0.0.1.`));
  const { pathname } = request.nextUrl;
  const isApi = pathname.startsWith('/api/') || pathname === '/api';
  if (isApi && !READS.includes(request.method))
    return refuse(new AppError('invalid_input', `${request.method} is not answered here: read it with GET.`));
  if (isDecodable(pathname)) return NextResponse.next();
  if (isApi) return refuse(new AppError('invalid_input', 'The address holds an escape that is none.'));
  return NextResponse.rewrite(new URL('/no-such-page', request.url));
}

// Scripts and fonts say nothing of anybody.
export const config = { matcher: '/((?!_next/static/).*)' };
