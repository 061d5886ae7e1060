// The module itself is made by cargo; `module.ts` says what the shell uses of it.
export default function init(): Promise<unknown>;
