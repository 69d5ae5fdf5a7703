import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { makeCertificate } from '#lib/kubernetes/testing/make-certificate.ts';

/** A validating admission webhook on loopback that denies whatever a test wants denied. */
export interface AdmissionWebhook {
  /** The configuration to be created in the cluster. */
  configuration(name: string): JsonObject;
  close(): Promise<void>;
}

/** Starts a webhook for VPCs; `deny` gives its words for an object, or null to let it pass. */
export async function startAdmissionWebhook(
  deny: (object: string) => string | null,
): Promise<AdmissionWebhook> {
  const { certificate, key } = makeCertificate({ commonName: 'webhook', hosts: ['127.0.0.1'] });
  const server = https.createServer({ cert: certificate, key }, async (request, response) => {
    const review = JSON.parse(await text(request));
    const message = deny(JSON.stringify(review.request.object));
    const answer = { uid: review.request.uid, allowed: message === null, status: { message, code: 403 } };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ apiVersion: review.apiVersion, kind: review.kind, response: answer }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    configuration: (name) => ({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name },
      webhooks: [
        {
          name: `${name}.example.com`,
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          clientConfig: {
            url: `https://127.0.0.1:${port}/`,
            caBundle: Buffer.from(certificate).toString('base64'),
          },
          rules: [
            {
              apiGroups: ['vpc.githedgehog.com'],
              apiVersions: ['*'],
              operations: ['UPDATE'],
              resources: ['vpcs'],
            },
          ],
        },
      ],
    }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
