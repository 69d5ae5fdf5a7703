import { fabricList } from '#lib/views/fabric-list.ts';
import { read } from '#lib/views/read.ts';
import { answer } from '../answer.ts';

export const dynamic = 'force-dynamic';

export const GET = () => answer(() => read(fabricList));
