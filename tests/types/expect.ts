// For the type tests: `tsc` is what runs them. What must not compile stands under a @ts-expect-error, which is itself an
// error where there is none.

/** Whether two types are the very same: neither `any` nor a subtype passes. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** Fails to compile unless its argument is `true`. */
export declare function expect<T extends true>(): T
