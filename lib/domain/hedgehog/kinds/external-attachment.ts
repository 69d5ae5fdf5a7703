import type { KindProfile } from '../kind-profile.ts';
import { cidr, ip } from '../spellings.ts';

const TCP_FLAGS = ['Ack', 'Fin', 'Psh', 'Rst', 'Syn', 'Urg'];
const TCP_FILTERS = ['established', ...TCP_FLAGS.flatMap((flag) => [flag.toLowerCase(), `not${flag}`])];

/** ExternalAttachment: source of each line hedgehog-kinds.md, section as named; weights B.9; fields part C. */
export const EXTERNAL_ATTACHMENT: KindProfile = {
  group: 'vpc.githedgehog.com',
  kind: 'ExternalAttachment',
  plural: 'externalattachments',
  shortNames: ['extattach'],
  versions: ['v1beta1'],
  layer: 'user',
  createOrder: 10,
  fields: {
    connection: { weight: 'critical' },
    external: { weight: 'critical' },
    'switch.ip': { spelling: cidr, weight: 'critical' },
    'switch.vlan': { weight: 'critical' },
    'neighbor.asn': { weight: 'critical' },
    'neighbor.ip': { spelling: ip, weight: 'critical' },
    static: { weight: 'critical' },
    'static.ip': { spelling: cidr },
    'static.remoteIP': { spelling: ip },
    'static.proxy': {},
    'static.vlan': {},
    inboundACL: { weight: 'critical' }, // B.9
    'inboundACL.statements': { list: ['seq'] }, // by seq, B.8
    'inboundACL.statements[].seq': {},
    'inboundACL.statements[].action': {},
    'inboundACL.statements[].protocol': {},
    'inboundACL.statements[].icmpCode': { zero: 'matters' }, // B.1: 0 is a code of its own, absent is any
    'inboundACL.statements[].icmpType': { zero: 'matters' }, // B.1: 0 is the echo reply, absent is any
    'inboundACL.statements[].portRangeBegin': {},
    'inboundACL.statements[].portRangeEnd': {},
    ...Object.fromEntries(TCP_FILTERS.map((flag) => [`inboundACL.statements[].tcpFilters.${flag}`, {}])),
    'inboundACL.statements[].srcPrefix': { spelling: cidr },
    'inboundACL.statements[].dstPrefix': { spelling: cidr },
  },
};
