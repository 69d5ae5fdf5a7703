import { expect, test } from 'vitest';
import { isOwnedAnnotation, isOwnedLabel } from './owned-metadata.ts';

test.each([
  'fabric.githedgehog.com/vpc',
  'vpc.fabric.githedgehog.com/vpc-1',
  'switchgroup.fabric.githedgehog.com/eslag-1',
  'vpc.gateway.githedgehog.com/vpc-1',
  'argocd.argoproj.io/instance',
  'kustomize.toolkit.fluxcd.io/name',
  'app.kubernetes.io/instance',
])('the label %s is not the author’s', (key) => {
  expect(isOwnedLabel(key)).toBe(true);
});

test.each([
  'team',
  'app.kubernetes.io/name',
  'type.hhfab.githedgehog.com/x',
  'fabric.githedgehog.com',
  'my-argocd.argoproj.io',
])('the label %s is', (key) => {
  expect(isOwnedLabel(key)).toBe(false);
});

test.each([
  'kubectl.kubernetes.io/last-applied-configuration',
  'argocd.argoproj.io/tracking-id',
  'hnp.githedgehog.com/anything',
  'fabric.githedgehog.com/ports',
])('the annotation %s is not the author’s', (key) => {
  expect(isOwnedAnnotation(key)).toBe(true);
});

test.each([
  'fabric.githedgehog.com/p2p-link',
  'fabric.githedgehog.com/route-summ',
  'argocd.argoproj.io/sync-wave',
  'note',
])('the annotation %s is', (key) => {
  expect(isOwnedAnnotation(key)).toBe(false);
});
