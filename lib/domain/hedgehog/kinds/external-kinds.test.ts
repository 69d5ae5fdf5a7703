import type { JsonObject } from '../kubernetes-object.ts';
import { describeKind } from '../testing/kind-rules.ts';

const apiVersion = 'vpc.githedgehog.com/v1beta1';

describeKind({ apiVersion, kind: 'External' }, [
  {
    rule: 'ipv4Namespace is default',
    git: { inboundCommunity: '65102:5000' },
    stored: { ipv4Namespace: 'default', inboundCommunity: '65102:5000' },
    edited: { ipv4Namespace: 'other', inboundCommunity: '65102:5001' },
    real: ['spec.ipv4Namespace', 'spec.inboundCommunity'],
    severity: 'critical',
  },
  {
    rule: 'static prefixes have no order, and IPv6 has one spelling',
    git: { static: { prefixes: ['10.0.0.0/8', '2001:DB8::/32'] } },
    stored: { ipv4Namespace: 'default', static: { prefixes: ['2001:db8:0::/32', '10.0.0.0/8'] } },
    edited: { ipv4Namespace: 'default', static: { prefixes: ['10.0.0.0/8'] } },
    hand: { static: { prefixes: [] } },
    real: ['spec.static.prefixes[1]'],
  },
]);

const rule = (seq: number, action: string) => ({
  seq,
  action,
  protocol: 'ip',
  srcPrefix: '0.0.0.0/0',
  dstPrefix: '10.0.0.0/8',
});

describeKind({ apiVersion, kind: 'ExternalAttachment' }, [
  {
    rule: 'switch and neighbor are always there, and empty says nothing',
    git: { connection: 'c', external: 'e', static: { remoteIP: '10.0.0.2', ip: '10.0.0.1/31' } },
    stored: {
      connection: 'c',
      external: 'e',
      static: { remoteIP: '10.0.0.2', ip: '10.0.0.1/31' },
      switch: {},
      neighbor: {},
    },
    edited: {
      connection: 'c',
      external: 'e',
      static: { remoteIP: '10.0.0.2', proxy: true },
      switch: { vlan: 5 },
      neighbor: {},
    },
    hand: { static: { proxy: true }, switch: { vlan: 5 } },
    real: ['spec.static.ip', 'spec.static.proxy', 'spec.switch.vlan'],
    severity: 'critical',
  },
  {
    rule: 'ACL statements are told apart by their number',
    git: { inboundACL: { statements: [rule(20, 'deny'), rule(10, 'permit')] } },
    stored: { inboundACL: { statements: [rule(10, 'permit'), rule(20, 'deny')] }, switch: {}, neighbor: {} },
    edited: { inboundACL: { statements: [rule(10, 'deny'), rule(20, 'deny')] } },
    real: ['spec.inboundACL.statements[1].action'],
    severity: 'critical',
  },
  {
    rule: 'the number of a statement is its place, so swapping numbers is a change',
    git: { inboundACL: { statements: [rule(10, 'permit'), rule(20, 'deny')] } },
    stored: { inboundACL: { statements: [rule(10, 'permit'), rule(20, 'deny')] } },
    edited: { inboundACL: { statements: [rule(10, 'deny'), rule(20, 'permit')] } },
    real: ['spec.inboundACL.statements[0].action', 'spec.inboundACL.statements[1].action'],
  },
]);

const icmp = (more: JsonObject) => ({
  inboundACL: { statements: [{ ...rule(10, 'permit'), protocol: 'icmp', ...more }] },
});

describeKind({ apiVersion, kind: 'ExternalAttachment' }, [
  {
    rule: 'an ICMP type or code of 0 is not any',
    git: icmp({ icmpType: 0, icmpCode: 0 }),
    stored: icmp({ icmpType: 0, icmpCode: 0 }),
    edited: icmp({}),
    real: ['spec.inboundACL.statements[0].icmpType', 'spec.inboundACL.statements[0].icmpCode'],
    severity: 'critical',
  },
  {
    rule: 'an ICMP type or code that Git leaves open',
    git: icmp({}),
    stored: icmp({}),
    edited: icmp({ icmpType: 0, icmpCode: 0 }),
    real: ['spec.inboundACL.statements[0].icmpType', 'spec.inboundACL.statements[0].icmpCode'],
  },
]);

const permit = (subnets: string[], prefixes: string[]) => ({
  permit: {
    vpc: { name: 'v', subnets },
    external: { name: 'e', prefixes: prefixes.map((prefix) => ({ prefix })) },
  },
});

describeKind({ apiVersion, kind: 'ExternalPeering' }, [
  {
    rule: 'subnets and prefixes are sorted',
    git: permit(['b', 'a'], ['10.2.0.0/16', '0.0.0.0/0']),
    stored: permit(['a', 'b'], ['0.0.0.0/0', '10.2.0.0/16']),
    edited: permit(['a', 'c'], ['0.0.0.0/0', '10.2.0.0/16', '10.3.0.0/16']),
    real: ['spec.permit.vpc.subnets[0]', 'spec.permit.external.prefixes[2]'],
    severity: 'critical',
  },
  {
    rule: 'empty sections say nothing',
    git: { permit: { vpc: {} } },
    stored: { permit: { vpc: {}, external: {} } },
    edited: { permit: { vpc: { name: 'v' }, external: {} } },
    hand: { permit: { vpc: { name: '' } } },
    real: ['spec.permit.vpc.name'],
  },
]);
