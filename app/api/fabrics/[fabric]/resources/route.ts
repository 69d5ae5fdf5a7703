import { parseResourceFilter } from '#lib/contract/resource-filter.ts';
import { read } from '#lib/views/read.ts';
import { resourcePage } from '#lib/views/resource-page.ts';
import { answer } from '../../../answer.ts';
import { fabricIdOf } from '../../../fabric-of.ts';

export const GET = (request: Request, { params }: RouteContext<'/api/fabrics/[fabric]/resources'>) =>
  answer(async () => {
    const fabricId = fabricIdOf((await params).fabric);
    const { searchParams } = new URL(request.url);
    const filter = parseResourceFilter(searchParams);
    return read((tx) => resourcePage(tx, fabricId, filter, searchParams.get('after') ?? ''));
  });
