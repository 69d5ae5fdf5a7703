import { parseRuleScope } from '#lib/contract/rule-scope.ts';
import { read } from '#lib/views/read.ts';
import { rulePreview } from '#lib/views/rule-preview.ts';
import { answer } from '../../../../answer.ts';
import { fabricIdOf } from '../../../../fabric-of.ts';

export const GET = (request: Request, { params }: RouteContext<'/api/fabrics/[fabric]/rules/preview'>) =>
  answer(async () => {
    const fabricId = fabricIdOf((await params).fabric);
    const scope = parseRuleScope(new URL(request.url).searchParams);
    return read((tx) => rulePreview(tx, fabricId, scope));
  });
