import { read } from '#lib/views/read.ts';
import { resourceFacets } from '#lib/views/resource-page.ts';
import { answer } from '../../../answer.ts';
import { fabricIdOf } from '../../../fabric-of.ts';

export const GET = (_request: Request, { params }: RouteContext<'/api/fabrics/[fabric]/facets'>) =>
  answer(async () => {
    const fabricId = fabricIdOf((await params).fabric);
    return read((tx) => resourceFacets(tx, fabricId));
  });
