import { describe, expect, it } from 'vitest';
import { WatchProof } from './watch-proof.ts';

describe('WatchProof', () => {
  it('is as old as the listing until a read is caught up with', () => {
    const proof = new WatchProof();
    expect(proof.provenAt).toBeNull();
    proof.listed(100);
    expect(proof.reached('50')).toBe(false);
    expect(proof).toMatchObject({ provenAt: 100, isBehind: false });
  });

  it('is the time of the last read that the watch has come as far as', () => {
    const proof = new WatchProof();
    proof.listed(100);
    proof.read('9', 110);
    proof.read('10', 120);
    proof.read('11', 130);
    expect(proof.reached('8')).toBe(false);
    expect(proof).toMatchObject({ provenAt: 100, isBehind: true });
    expect(proof.reached('10')).toBe(true);
    expect(proof).toMatchObject({ provenAt: 120, isBehind: true });
    expect(proof.reached('10')).toBe(false);
    expect(proof.reached('99')).toBe(true);
    expect(proof).toMatchObject({ provenAt: 130, isBehind: false });
  });

  it('forgets with a new listing what it waited for', () => {
    const proof = new WatchProof();
    proof.listed(100);
    proof.read('9', 110);
    proof.listed(200);
    expect(proof.isBehind).toBe(false);
    expect(proof.reached('9')).toBe(false);
    expect(proof.provenAt).toBe(200);
  });
});
