import { userInfo } from 'node:os';
import { hidesText, previewText, removalText, scopeText } from '#components/rule/rule-words.ts';
import { readRuleScope } from '#lib/domain/drift/rule-scope.ts';
import { AppError } from '#lib/errors.ts';
import { getFabricByName } from '#lib/services/fabric/add-fabric.ts';
import { addIgnoreRule } from '#lib/services/ignore-rule/add-ignore-rule.ts';
import { removeIgnoreRule } from '#lib/services/ignore-rule/remove-ignore-rule.ts';
import type { Actor } from '#lib/services/lifecycle/perform-plans.ts';
import { ignoreRuleList } from '#lib/views/ignore-rule-list.ts';
import { rulePreview } from '#lib/views/rule-preview.ts';
import type { Command } from './command.ts';
import { requireFabric } from './commands.ts';
import { parseUntil } from './parse-until.ts';

const caller = (): Actor => ({ kind: 'person', name: userInfo().username });

/** The fabric's ignore rules, why and until when, and what each hides now. */
export const rulesCommand: Command = async ({ db }, { fabric, options, print }) => {
  const { id, name } = await getFabricByName(db, requireFabric(fabric));
  const rules = await db.transaction((tx) => ignoreRuleList(tx, id));
  for (const rule of rules) {
    if (options.json) {
      print(JSON.stringify(rule));
      continue;
    }
    const until = rule.until === null ? 'no end' : `until ${rule.until}`;
    const status = {
      standing: `hides ${hidesText(rule.hides) ?? 'nothing'}, ${until}`,
      expired: `expired ${rule.until}`,
      removed: `removed ${rule.removedAt} by ${rule.removedBy}`,
    }[rule.status];
    print(`${rule.id}  ${rule.path} ${scopeText(rule)}  ${status}  ${rule.reason}  (${rule.author})`);
  }
  if (rules.length === 0 && !options.json)
    print(`Every difference counts in ${name}: it has no ignore rules.`);
};

/** Adds an ignore rule and says what it hides. */
export const ignoreCommand: Command = async ({ db }, { fabric, options, print }) => {
  const { id, name } = await getFabricByName(db, requireFabric(fabric));
  if (options.path === undefined) throw new AppError('invalid_input', '--path is missing.');
  if (options.reason === undefined) throw new AppError('invalid_input', '--reason is missing.');
  const { kind = null, name: namePattern = null, path, manager = null } = options;
  const { scope } = readRuleScope({ kind, namePattern, path, manager });
  const expiresAt = options.until === undefined ? null : parseUntil(options.until, Date.now());
  const preview = await db.transaction((tx) => rulePreview(tx, id, scope));
  const rule = await addIgnoreRule(db, caller(), id, { ...scope, reason: options.reason, expiresAt });
  const { hides, inSync } = preview;
  if (options.json) print(JSON.stringify({ id: rule.id, ...scope, until: expiresAt, hides, inSync }));
  else print(`Rule ${rule.id} of ${name}: ${scope.path} ${scopeText(scope)}. ${previewText(preview)}`);
};

/** Removes an ignore rule and says what counts again, and what other rules still hide. */
export const unignoreCommand: Command = async ({ db }, { fabric, options, print }) => {
  const { id, name } = await getFabricByName(db, requireFabric(fabric));
  if (options.rule === undefined) throw new AppError('invalid_input', '--rule is missing.');
  const removal = await removeIgnoreRule(db, caller(), id, options.rule);
  if (options.json) print(JSON.stringify({ id: options.rule, removed: true, ...removal }));
  else print(`Rule ${options.rule} of ${name} removed. ${removalText(removal)}`);
};
