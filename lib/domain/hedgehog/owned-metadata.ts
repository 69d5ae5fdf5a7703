/** Labels that webhooks compute and GitOps tools set (hedgehog-kinds.md B.4). */
export function isOwnedLabel(key: string): boolean {
  return (
    key.includes('fabric.githedgehog.com/') ||
    key.includes('gateway.githedgehog.com/') ||
    key.startsWith('argocd.argoproj.io/') ||
    key.startsWith('kustomize.toolkit.fluxcd.io/') ||
    key === 'app.kubernetes.io/instance'
  );
}

const OWNED_ANNOTATIONS: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'argocd.argoproj.io/tracking-id',
  'fabric.githedgehog.com/ports',
]);

/** Annotations that tools and webhooks keep for themselves (hedgehog-kinds.md B.4); those that configure are not among them. */
export function isOwnedAnnotation(key: string): boolean {
  return OWNED_ANNOTATIONS.has(key) || key.startsWith('hnp.githedgehog.com/');
}
