import { read } from '#lib/views/read.ts';
import { ruleRemoval } from '#lib/views/rule-removal.ts';
import { answer } from '../../../../../answer.ts';
import { fabricIdOf } from '../../../../../fabric-of.ts';

type Context = RouteContext<'/api/fabrics/[fabric]/rules/[rule]/removal'>;

export const GET = (_request: Request, { params }: Context) =>
  answer(async () => {
    const { fabric, rule } = await params;
    const fabricId = fabricIdOf(fabric);
    return read((tx) => ruleRemoval(tx, fabricId, rule));
  });
