import type { Discard, FieldRule, KindProfile, Spelling, Weight } from '../hedgehog/kind-profile.ts';
import type { Json, JsonObject, JsonSchema } from '../hedgehog/kubernetes-object.ts';
import type { CompiledSchema } from './compile-schema.ts';
import { type RuleNode, ruleTree } from './rule-tree.ts';
import { readSchema, type SchemaFacts } from './schema-facts.ts';

/** What is known of one place in a spec, from schema and profile together; made once per kind and shared by all pairs. */
export interface PlanNode {
  /** `section`: fields the schema names; `map`: entries by name; `free`: nothing is known below. */
  readonly shape: 'section' | 'map' | 'list' | 'value' | 'free';
  readonly properties: ReadonlyMap<string, PlanNode>;
  /** Entries of a map, items of a list. */
  readonly each: PlanNode | null;
  /** How fields are compared that the section's schema does not name. */
  readonly unknown: PlanNode | null;
  /** Why the server throws fields away that are not among `properties`; null when it keeps them. */
  readonly prunes: string | null;
  /** Fields that are there although nobody wrote them. */
  readonly filling: readonly (readonly [string, PlanNode])[];
  readonly list: 'ordered' | 'set' | 'keyed';
  readonly keys: readonly (readonly string[])[];
  /** managedFields names owners below this place; else only the whole has an owner. */
  readonly granular: boolean;
  readonly default: Json | undefined;
  readonly nullMatters: boolean;
  readonly zeroMatters: boolean;
  readonly emptyMatters: boolean;
  readonly always: boolean;
  readonly hydrated: boolean;
  readonly weight: Weight;
  readonly spelling: Spelling | null;
  readonly keySpelling: Spelling | null;
  readonly fill: ((section: JsonObject) => JsonObject | null) | null;
  readonly discard: Discard | null;
}

/** How to compare objects of one kind. */
export interface Plan {
  readonly spec: PlanNode;
  /** Fields at the root of the object that its schema knows; null when no schema is known. */
  readonly rootFields: ReadonlySet<string> | null;
}

/** Why a field is not kept that the schema does not know. */
export const NOT_IN_SCHEMA = 'not in the schema';
const NOT_IN_CATALOGUE = 'unknown to the catalogue, and no schema of this kind is at hand';

function prunesOf(facts: SchemaFacts | null): string | null {
  if (facts === null) return NOT_IN_CATALOGUE;
  return facts.keepsUnknown ? null : NOT_IN_SCHEMA;
}

const NO_PROPERTIES: ReadonlyMap<string, PlanNode> = new Map();
const NO_RULES: RuleNode = { rule: {}, children: new Map() };

/**
 * A place of which nothing is known: compared as it stands. `inner` is how what stands in it is compared, itself when
 * null; with `emptyMatters` an empty map or list and null are more than absent.
 */
function freeNode(weight: Weight, emptyMatters: boolean, inner: PlanNode | null = null): PlanNode {
  return {
    shape: 'free',
    properties: NO_PROPERTIES,
    each: inner,
    unknown: null,
    prunes: null,
    filling: [],
    list: 'ordered',
    keys: [],
    granular: true,
    default: undefined,
    nullMatters: emptyMatters,
    zeroMatters: true,
    emptyMatters,
    always: false,
    hydrated: false,
    weight,
    spelling: null,
    keySpelling: null,
    fill: null,
    discard: null,
  };
}

function shapeOf(facts: SchemaFacts | null, rules: RuleNode): PlanNode['shape'] {
  if (facts !== null && facts.shape !== 'free') return facts.shape;
  if (rules.rule.list !== undefined || rules.children.has('[]')) return 'list';
  if (rules.children.has('*')) return 'map';
  if (rules.children.size > 0) return 'section';
  return facts === null ? 'value' : 'free';
}

function listOf(facts: SchemaFacts | null, rule: FieldRule): Pick<PlanNode, 'list' | 'keys'> {
  const list = rule.list ?? facts?.list ?? 'ordered';
  if (list === 'ordered' || list === 'set') return { list, keys: [] };
  return { list: 'keyed', keys: list.map((key) => key.split('.')) };
}

function propertiesOf(facts: SchemaFacts | null, rules: RuleNode, weight: Weight, known: boolean) {
  const properties = new Map<string, PlanNode>();
  for (const [name, schema] of facts?.properties ?? []) {
    properties.set(name, planNode(schema, rules.children.get(name) ?? NO_RULES, weight, known));
  }
  if (facts === null) {
    for (const [name, child] of rules.children) properties.set(name, planNode(null, child, weight, known));
  }
  return properties;
}

function planNode(
  schema: JsonSchema | null,
  rules: RuleNode,
  parentWeight: Weight,
  known: boolean,
): PlanNode {
  const facts = schema === null ? null : readSchema(schema);
  const rule = rules.rule;
  const weight = rule.weight ?? parentWeight;
  const shape = shapeOf(facts, rules);
  if (shape === 'free')
    return { ...freeNode(weight, false, freeNode(weight, true)), hydrated: rule.hydrated === true };
  const properties = shape === 'section' ? propertiesOf(facts, rules, weight, known) : NO_PROPERTIES;
  const each = rules.children.get(shape === 'list' ? '[]' : '*') ?? NO_RULES;
  const holdsOthers = shape === 'list' || shape === 'map';
  const schemaDefault = facts?.default;
  return {
    shape,
    properties,
    each: holdsOthers ? planNode(facts?.each ?? (facts === null ? null : {}), each, weight, known) : null,
    unknown: shape === 'section' ? freeNode(weight, facts !== null) : null,
    prunes: prunesOf(facts),
    filling: [...properties].filter(([, child]) => child.default !== undefined || child.always),
    ...listOf(facts, rule),
    granular: facts?.granular ?? shape !== 'list',
    default: schemaDefault ?? rule.default,
    nullMatters: facts?.nullable === true && schemaDefault !== undefined,
    zeroMatters:
      rule.zero === 'matters' || !known || (schemaDefault !== undefined && rule.default === undefined),
    emptyMatters: rule.empty === 'matters',
    always: rule.always === true,
    hydrated: rule.hydrated === true,
    weight,
    spelling: rule.spelling ?? facts?.spelling ?? null,
    keySpelling: rule.keySpelling ?? null,
    fill: rule.fill ?? null,
    discard: rule.discard ?? null,
  };
}

function makePlan(schema: CompiledSchema | null, profile: KindProfile | null): Plan {
  const known = profile !== null;
  const rules = profile === null ? NO_RULES : ruleTree(profile);
  if (schema === null) {
    const spec = known ? planNode(null, rules, 'medium', true) : freeNode('medium', false);
    return { spec: spec.shape === 'value' ? { ...spec, shape: 'section' } : spec, rootFields: null };
  }
  const root = readSchema(schema.root);
  const spec = root.properties.get('spec') ?? {};
  return {
    spec: planNode(spec, rules, 'medium', known),
    rootFields: root.keepsUnknown || root.properties.size === 0 ? null : new Set(root.properties.keys()),
  };
}

const bySchema = new WeakMap<CompiledSchema, Map<KindProfile | null, Plan>>();
const withoutSchema = new Map<KindProfile | null, Plan>();

/** The plan for a kind, made at the first pair and then shared. Without schema and profile values are compared as they stand. */
export function planFor(schema: CompiledSchema | null, profile: KindProfile | null): Plan {
  let plans = schema === null ? withoutSchema : bySchema.get(schema);
  if (plans === undefined) {
    plans = new Map();
    if (schema !== null) bySchema.set(schema, plans);
  }
  const found = plans.get(profile);
  if (found !== undefined) return found;
  const plan = makePlan(schema, profile);
  plans.set(profile, plan);
  return plan;
}
