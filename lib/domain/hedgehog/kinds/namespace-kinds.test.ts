import { describeKind } from '../testing/kind-rules.ts';

describeKind({ apiVersion: 'vpc.githedgehog.com/v1beta1', kind: 'IPv4Namespace' }, [
  {
    rule: 'subnets are sorted',
    git: { subnets: ['10.20.0.0/16', '10.10.0.0/16'] },
    stored: { subnets: ['10.10.0.0/16', '10.20.0.0/16'] },
    edited: { subnets: ['10.10.0.0/16', '10.20.0.0/16', '10.30.0.0/16'] },
    real: ['spec.subnets[2]'],
    severity: 'critical',
  },
]);

describeKind({ apiVersion: 'wiring.githedgehog.com/v1beta1', kind: 'VLANNamespace' }, [
  {
    rule: 'a range without an end is one VLAN, and ranges are sorted',
    git: { ranges: [{ from: 3000 }, { from: 1000, to: 1999 }, { from: 4000, to: 0 }] },
    stored: {
      ranges: [
        { from: 1000, to: 1999 },
        { from: 3000, to: 3000 },
        { from: 4000, to: 4000 },
      ],
    },
    edited: {
      ranges: [
        { from: 1000, to: 1999 },
        { from: 3000, to: 3001 },
        { from: 4000, to: 4000 },
      ],
    },
    real: ['spec.ranges[0].to'],
    severity: 'critical',
  },
  {
    rule: 'overlapping ranges are not merged',
    git: {
      ranges: [
        { from: 1, to: 100 },
        { from: 2, to: 50 },
      ],
    },
    stored: {
      ranges: [
        { from: 1, to: 100 },
        { from: 2, to: 50 },
      ],
    },
    edited: { ranges: [{ from: 1, to: 100 }] },
    real: ['spec.ranges[1]'],
  },
]);
