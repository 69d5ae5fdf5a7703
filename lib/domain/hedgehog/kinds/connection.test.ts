import { expect, test } from 'vitest';
import { compare } from '../../drift/compare.ts';
import { inCluster, inGit } from '../../drift/testing/live-object.ts';
import { describeKind, type KindRule } from '../testing/kind-rules.ts';

const type = { apiVersion: 'wiring.githedgehog.com/v1beta1', kind: 'Connection' };
type Port = [string, string?];
const end = ([port, ip]: Port) => ({ port, ...(ip === undefined ? {} : { ip }) });
const link = (left: string, right: string) => (l: Port, r: Port) => ({ [left]: end(l), [right]: end(r) });

const server = link('switch', 'server');

/** What holds for every list of links: no order, a port moved is a change of that port. */
function linkRules(section: string, list: string, left: string, right: string): KindRule[] {
  const of = link(left, right);
  const spec = (...links: unknown[]) => ({ [section]: { [list]: links } }) as KindRule['git'];
  const [one, two] = [of(['l/E1/1'], ['r/E1/1']), of(['l/E1/2'], ['r/E1/2'])];
  return [
    {
      rule: `${section}.${list} has no order`,
      git: spec(one, two),
      stored: spec(two, one),
      edited: spec(two, of(['l/E1/1'], ['r/E1/9'])),
      real: [`spec.${section}.${list}[0].${right}.port`],
      severity: 'critical',
    },
    {
      rule: `${section}.${list} lost and won a link`,
      git: spec(one, two),
      stored: spec(one, two),
      edited: spec(one),
      real: [`spec.${section}.${list}[1]`],
      severity: 'critical',
    },
  ];
}

describeKind(type, [
  ...linkRules('bundled', 'links', 'switch', 'server'),
  ...linkRules('eslag', 'links', 'switch', 'server'),
  ...linkRules('mclag', 'links', 'switch', 'server'),
  ...linkRules('fabric', 'links', 'spine', 'leaf'),
  ...linkRules('mesh', 'links', 'leaf1', 'leaf2'),
  ...linkRules('gateway', 'links', 'switch', 'gateway'),
  ...linkRules('vpcLoopback', 'links', 'switch1', 'switch2'),
  ...linkRules('mclagDomain', 'peerLinks', 'switch1', 'switch2'),
  ...linkRules('mclagDomain', 'sessionLinks', 'switch1', 'switch2'),
  {
    rule: 'a link that Git does not know',
    git: { bundled: { links: [server(['s/1'], ['x/1'])] } },
    stored: { bundled: { links: [server(['s/1'], ['x/1'])] } },
    edited: { bundled: { links: [server(['s/1'], ['x/1']), server(['s/2'], ['x/2'])] } },
    real: ['spec.bundled.links[1]'],
  },
  {
    rule: 'another type of connection',
    git: { unbundled: { link: server(['s/1'], ['x/1']) } },
    stored: { unbundled: { link: server(['s/1'], ['x/1']) } },
    edited: { external: { link: { switch: { port: 's/1' } } } },
    real: [
      'spec.unbundled.link.switch.port',
      'spec.unbundled.link.server.port',
      'spec.external.link.switch.port',
    ],
    severity: 'critical',
  },
  {
    rule: 'MTU and fallback weigh less than ports',
    git: { bundled: { mtu: 9036, links: [server(['s/1'], ['x/1'])] } },
    stored: { bundled: { mtu: 9036, fallback: false, links: [server(['s/1'], ['x/1'])] } },
    edited: { bundled: { mtu: 1500, fallback: true, links: [server(['s/1'], ['x/1'])] } },
    hand: { bundled: { mtu: 0, fallback: true } },
    real: ['spec.bundled.mtu', 'spec.bundled.fallback'],
    severity: 'medium',
  },
  {
    rule: 'subnets of a static external have no order',
    git: {
      staticExternal: {
        withinVPC: 'v',
        link: { switch: { port: 's/1', vlan: 5, subnets: ['10.2.0.0/16', '10.1.0.0/16'] } },
      },
    },
    stored: {
      staticExternal: {
        withinVPC: 'v',
        link: { switch: { port: 's/1', vlan: 5, subnets: ['10.1.0.0/16', '10.2.0.0/16'] } },
      },
    },
    edited: {
      staticExternal: {
        withinVPC: 'v',
        link: { switch: { port: 's/1', vlan: 6, subnets: ['10.1.0.0/16'] } },
      },
    },
    real: ['spec.staticExternal.link.switch.vlan', 'spec.staticExternal.link.switch.subnets[0]'],
  },
]);

const linkOf = (port: number, ...ip: [string?]) => link('spine', 'leaf')([`s/${port}`, ...ip], [`l/${port}`]);
const silent = { fabric: { links: [link('spine', 'leaf')(['s/1'], ['l/1'])] } };

const addressed = (ip: string) => ({
  fabric: { links: [link('spine', 'leaf')(['s/1', ip], ['l/1', '10.0.0.1/31'])] },
});

describeKind(type, [
  {
    rule: 'link addresses are the installer’s while Git is silent',
    git: silent,
    kept: {},
    stored: addressed('10.0.0.0/31'),
    installer: addressed('10.0.0.0/31'),
    edited: addressed('10.9.9.9/31'),
    real: ['spec.fabric.links[0].spine.ip', 'spec.fabric.links[0].leaf.ip'],
    severity: 'critical',
  },
  {
    rule: 'links put into another order: their writer did not write the addresses',
    git: { fabric: { links: [linkOf(1), linkOf(2)] } },
    stored: { fabric: { links: [linkOf(2, '10.0.0.2/31'), linkOf(1, '10.0.0.0/31')] } },
    hand: { fabric: { links: [] } },
    edited: { fabric: { links: [linkOf(2, '10.0.0.2/31'), linkOf(3, '10.0.0.0/31')] } },
    real: ['spec.fabric.links[0].leaf.port', 'spec.fabric.links[0].spine.port'],
  },
  {
    rule: 'link addresses in Git are compared',
    git: addressed('10.0.0.0/31'),
    stored: addressed('10.0.0.0/31'),
    edited: addressed('10.0.0.2/31'),
    real: ['spec.fabric.links[0].spine.ip'],
  },
]);

test('links are owned whole, so the last writer of the list is named', () => {
  const two = { bundled: { links: [server(['s/1'], ['x/1']), server(['s/2'], ['x/2'])] } };
  const one = { bundled: { links: [server(['s/1'], ['x/1'])] } };
  const comparison = compare({
    desired: inGit(type, two),
    actual: inCluster(type, one, { hand: one }),
    schema: null,
  });
  expect(comparison.worst).toMatchObject({ op: 'missing_in_cluster', writer: { manager: 'kubectl-edit' } });
});

test('a hand that only reorders hydrated links changed nothing', () => {
  const spec = (...links: object[]) => ({ fabric: { links } }) as KindRule['git'];
  const live = spec(linkOf(2, '10.0.0.2/31'), linkOf(1, '10.0.0.0/31'));
  const comparison = compare({
    desired: inGit(type, spec(linkOf(1), linkOf(2))),
    actual: inCluster(type, live, { hand: live }),
    schema: null,
  });
  expect(comparison.status).toBe('in_sync');
  expect(comparison.differences.map((d) => d.class)).toEqual(['cluster-owned', 'cluster-owned']);
});
