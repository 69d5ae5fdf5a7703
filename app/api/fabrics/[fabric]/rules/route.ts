import { ignoreRuleList } from '#lib/views/ignore-rule-list.ts';
import { read } from '#lib/views/read.ts';
import { answer } from '../../../answer.ts';
import { fabricIdOf } from '../../../fabric-of.ts';

export const GET = (_request: Request, { params }: RouteContext<'/api/fabrics/[fabric]/rules'>) =>
  answer(async () => {
    const fabricId = fabricIdOf((await params).fabric);
    return read((tx) => ignoreRuleList(tx, fabricId));
  });
