import { jumpTargets } from '#lib/views/jump-targets.ts';
import { read } from '#lib/views/read.ts';
import { answer } from '../answer.ts';

const LONGEST = 200;

export const GET = (request: Request) =>
  answer(() => {
    const text = (new URL(request.url).searchParams.get('q') ?? '').slice(0, LONGEST);
    return read((tx) => jumpTargets(tx, text));
  });
