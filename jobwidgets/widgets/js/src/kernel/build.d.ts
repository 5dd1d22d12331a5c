/** By name of the library; see build.mjs. */
declare const LIBRARY_HASHES: Record<string, string>;
