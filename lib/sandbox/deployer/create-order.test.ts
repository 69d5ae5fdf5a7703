import { expect, it } from 'vitest';
import { byCreateOrder } from './create-order.ts';

it('puts what others need first, and what it does not know last', () => {
  const kinds = [
    'Rack',
    'VPCPeering',
    'GatewayPeering',
    'VPCAttachment',
    'Connection',
    'VPC',
    'Switch',
    'VLANNamespace',
  ];
  expect([...kinds].sort(byCreateOrder)).toEqual([
    'VLANNamespace',
    'Switch',
    'VPC',
    'Connection',
    'VPCAttachment',
    'VPCPeering',
    'GatewayPeering',
    'Rack',
  ]);
});
