import { parseResourceSegments, type ResourcePath } from '#lib/contract/paths.ts';
import { AppError } from '#lib/errors.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The fabric's id in an address. @throws AppError not_found */
export function fabricIdOf(text: string): string {
  if (UUID.test(text)) return text;
  throw new AppError('not_found', 'There is no such fabric. Go to the overview to see which there are.');
}

/** The resource in an address. @throws AppError not_found */
export function resourceOf(segments: readonly string[]): ResourcePath {
  const resource = parseResourceSegments(segments);
  if (resource !== null) return resource;
  throw new AppError('not_found', 'A resource is named by group, kind, namespace and name.');
}
