/** How to send an event with a write key: by hand, and by Segment's own libraries. */
export type Snippet = { key: string; name: string; text: string };

export function snippets(host: string, writeKey: string): Snippet[] {
  return [
    {
      key: "curl",
      name: "curl",
      text: `curl ${host}/v1/track -u ${writeKey}: \\
  -H 'Content-Type: application/json' \\
  -d '{"userId": "user-1", "event": "Signed Up",
       "context": {"groupId": "acme", "traits": {"email": "mai@acme.example"}}}'`,
    },
    {
      key: "node",
      name: "Node",
      text: `import { Analytics } from "@segment/analytics-node";

const analytics = new Analytics({ writeKey: "${writeKey}", host: "${host}" });
analytics.track({ userId: "user-1", event: "Signed Up", context: { groupId: "acme" } });`,
    },
    {
      key: "python",
      name: "Python",
      text: `import segment.analytics as analytics

analytics.write_key, analytics.host = "${writeKey}", "${host}"
analytics.track("user-1", "Signed Up", context={"groupId": "acme"})
analytics.flush()`,
    },
  ];
}
