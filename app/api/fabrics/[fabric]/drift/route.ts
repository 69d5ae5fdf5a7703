import { parseDriftFilter } from '#lib/contract/drift-filter.ts';
import { fabricDrift } from '#lib/views/fabric-drift.ts';
import { read } from '#lib/views/read.ts';
import { answer } from '../../../answer.ts';
import { fabricIdOf } from '../../../fabric-of.ts';

export const GET = (request: Request, { params }: RouteContext<'/api/fabrics/[fabric]/drift'>) =>
  answer(async () => {
    const fabricId = fabricIdOf((await params).fabric);
    const { searchParams } = new URL(request.url);
    const filter = parseDriftFilter(searchParams);
    return read((tx) => fabricDrift(tx, fabricId, filter, searchParams.get('after') ?? ''));
  });
