import { describe, expect, it } from 'vitest';
import { defaultGateway, defaultGatewayPeering } from './default-gateway.ts';

describe('defaultGateway', () => {
  it('fills logs, workers and the default group', () => {
    expect(defaultGateway({})).toEqual({
      groups: [{ name: 'default' }],
      logs: { default: 'info', tags: { all: 'info' } },
      workers: 4,
    });
  });

  it('keeps what is said and sorts groups by name', () => {
    const spec = {
      groups: [{ name: 'b', priority: 1 }, { name: 'a' }],
      workers: 2,
      logs: { default: 'debug' },
    };
    expect(defaultGateway(spec)).toEqual({
      groups: [{ name: 'a' }, { name: 'b', priority: 1 }],
      logs: { default: 'debug', tags: { all: 'info' } },
      workers: 2,
    });
  });
});

describe('defaultGatewayPeering', () => {
  it('fills group, timeouts and access rules', () => {
    const spec = {
      peering: {
        a: {
          expose: [
            { nat: { masquerade: {} } },
            { nat: { portForward: { idleTimeout: '5m0s' } } },
            { nat: { static: {} } },
          ],
        },
        b: null,
      },
      acl: { default: '', rules: [{ action: 'deny' }, { action: 'allow', scope: 'packet' }] },
    };
    expect(defaultGatewayPeering(spec)).toEqual({
      gatewayGroup: 'default',
      peering: {
        a: {
          expose: [
            { nat: { masquerade: { idleTimeout: '2m0s' } } },
            { nat: { portForward: { idleTimeout: '5m0s' } } },
            { nat: { static: {} } },
          ],
        },
        b: null,
      },
      acl: {
        default: 'deny-unless-exposed',
        rules: [
          { action: 'deny', scope: 'flow' },
          { action: 'allow', scope: 'packet' },
        ],
      },
    });
  });

  it('makes no access rules where there are none', () => {
    expect(defaultGatewayPeering({ gatewayGroup: 'edge' })).toEqual({ gatewayGroup: 'edge' });
  });
});
