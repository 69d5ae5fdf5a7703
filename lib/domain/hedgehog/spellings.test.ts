import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cidr, duration, ip, mac, quantity, type speed as Speed, speed, vpcSubnet } from './spellings.ts';

type Case = [text: string, canonical: string];

const table: Record<string, [spell: typeof Speed, cases: Case[]]> = {
  ip: [
    ip,
    [
      ['10.0.0.1', '10.0.0.1'],
      ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
      ['::', '::'],
      ['::1', '::1'],
      ['1::', '1::'],
      ['fe80:0:0:1:0:0:0:1', 'fe80:0:0:1::1'],
      ['::ffff:10.0.0.1', '10.0.0.1'],
      ['::ffff:a00:1', '10.0.0.1'],
      ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
      ['1:0:3:4:5:6:7:8', '1:0:3:4:5:6:7:8'],
      ['1:2:3', '1:2:3'],
      ['::1::', '::1::'],
      ['12345::', '12345::'],
      ['::ffff:10.0.0.999', '::ffff:10.0.0.999'],
    ],
  ],
  cidr: [
    cidr,
    [
      ['10.0.1.5/24', '10.0.1.5/24'],
      ['2001:DB8::0/32', '2001:db8::/32'],
      ['2001:DB8::0', '2001:DB8::0'],
      ['zz::/32', 'zz::/32'],
    ],
  ],
  mac: [
    mac,
    [
      ['0A:1B:2C:3D:4E:5F', '0a:1b:2c:3d:4e:5f'],
      ['0a-1b-2c-3d-4e-5f', '0a:1b:2c:3d:4e:5f'],
      ['0A1B.2C3D.4E5F', '0a:1b:2c:3d:4e:5f'],
      ['0a:1b-2c:3d:4e:5f', '0a:1b-2c:3d:4e:5f'],
      ['0a:1b:2c:3d:4e', '0a:1b:2c:3d:4e'],
      ['0g:1b:2c:3d:4e:5f', '0g:1b:2c:3d:4e:5f'],
    ],
  ],
  duration: [
    duration,
    [
      ['5m', '300000000000ns'],
      ['5m0s', '300000000000ns'],
      ['300s', '300000000000ns'],
      ['1.5h', '5400000000000ns'],
      ['1h30m', '5400000000000ns'],
      ['100ms', '100000000ns'],
      ['1µs', '1000ns'],
      ['-1s', '-1000000000ns'],
      ['0', ''],
      ['0s', ''],
      ['', ''],
      ['5', '5'],
      ['5 m', '5 m'],
      ['m', 'm'],
    ],
  ],
  quantity: [
    quantity,
    [
      ['1', '1'],
      ['1000m', '1'],
      ['1.0', '1'],
      ['1Ki', '1024'],
      ['1k', '1000'],
      ['1e3', '1000'],
      ['1E', '1000000000000000000'],
      ['0.1', '0.1'],
      ['100m', '0.1'],
      ['1 Gi', '1 Gi'],
      ['Infinity', 'Infinity'],
      ['1e999', '1e999'],
    ],
  ],
  speed: [
    speed,
    [
      ['SPEED_100G', '100G'],
      ['100G', '100G'],
      ['speed_100G', 'speed_100G'],
    ],
  ],
  vpcSubnet: [
    vpcSubnet,
    [
      ['vpc-1', 'vpc-1/default'],
      ['vpc-1/default', 'vpc-1/default'],
      ['vpc-1/other', 'vpc-1/other'],
      ['', ''],
    ],
  ],
};

describe.each(Object.entries(table))('%s', (_name, [spell, cases]) => {
  test.each(cases)('%j is spelled %j', (text, canonical) => {
    expect(spell(text)).toBe(canonical);
  });

  test('is left alone by a second pass and never throws', () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.ipV6(),
      fc.ipV4(),
      fc.string({ unit: fc.constantFrom(...'0123456789:./-eEmsh') }),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        const once = spell(text);
        expect(spell(once)).toBe(once);
      }),
    );
  });
});

test.each([ip, cidr, mac, duration, quantity])('%o leaves a huge value alone at once', (spell) => {
  const huge = `${'1'.repeat(500_000)}:`;
  expect(spell(huge)).toBe(huge);
});
