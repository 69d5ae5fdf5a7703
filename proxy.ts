import type { NextRequest } from 'next/server';
import { NextResponse } from 'next/server';
import { refuse } from '#app/api/answer.ts';
import { AppError } from '#lib/errors.ts';

function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
}

/** Next.js answers an address that cannot be decoded with a bare 500; it is an address of nothing. */
export function proxy(request: NextRequest): Response {
  const { pathname } = request.nextUrl;
  if (isDecodable(pathname)) return NextResponse.next();
  if (pathname.startsWith('/api/'))
    return refuse(new AppError('invalid_input', 'The address holds an escape that is none.'));
  return NextResponse.rewrite(new URL('/no-such-page', request.url));
}

// Addresses without an escape, nearly all, are not looked at.
export const config = { matcher: '/:path(.*%.*)' };
