import { fabricSummary } from '#lib/views/fabric-list.ts';
import { read } from '#lib/views/read.ts';
import { answer } from '../../answer.ts';
import { fabricIdOf } from '../../fabric-of.ts';

export const GET = (_request: Request, { params }: RouteContext<'/api/fabrics/[fabric]'>) =>
  answer(async () => {
    const fabricId = fabricIdOf((await params).fabric);
    return read((tx) => fabricSummary(tx, fabricId));
  });
