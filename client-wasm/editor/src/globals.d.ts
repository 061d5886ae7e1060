// Trusted Types are not yet in TypeScript's own library.

interface TrustedTypePolicy {
  createHTML(markup: string): unknown;
  createScriptURL(address: string): unknown;
}

interface Window {
  readonly trustedTypes?: {
    createPolicy(
      name: string,
      rules: { createHTML?: (markup: string) => string; createScriptURL?: (address: string) => string },
    ): TrustedTypePolicy;
  };
}
