import { describe, expect, test } from 'vitest';
import { rulePathProblem } from './rule-path.ts';

describe('the path of a rule', () => {
  test.each([
    'spec.subnets.*.dhcp.**',
    '$.spec.subnets.web.vlan',
    'spec.links[*].leaf.ip',
    'spec..vlan',
    'spec.**.vlan',
    '/spec/subnets/*/vlan',
    "metadata.labels['example.com/team']",
    'metadata.annotations.note',
    'spec.subnets.web-*.vlan',
    'spec.a*',
    "spec['*']",
  ])('%s may be one', (path) => {
    expect(rulePathProblem(path)).toBeNull();
  });

  test.each(['', '  ', 'spec.', 'spec[', 'spec.a[b'])(
    '%j cannot be read, and an example is given',
    (path) => {
      expect(rulePathProblem(path)).toMatch(/(empty|cannot be read)\. Write for example spec\./);
    },
  );

  test.each([
    '*',
    '**',
    '$.**',
    '*.*',
    'spec',
    'spec.*',
    'spec.**',
    'spec.*.**',
    '/spec',
    '/spec/',
    '/spec/*',
    'metadata.labels',
    'metadata.annotations.*',
    'spec.***',
    'spec.**.***',
  ])('%s would hide a whole object or section', (path) => {
    expect(rulePathProblem(path)).toContain('A rule cannot hide existence or a whole object');
  });

  test.each([
    'status.ready',
    'metadata.name',
    'metadata',
    'kind',
    'spec*.vlan',
    '*.vlan',
    '**.vlan',
    '/metadata/labelsX/a',
  ])('%s is not below what is compared leaf by leaf', (path) => {
    expect(rulePathProblem(path)).toContain('only what is below spec, metadata.labels or');
  });
});
