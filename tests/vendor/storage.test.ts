// What the vendor does when its storage fails.

import { runInDurableObject } from 'cloudflare:test'
import { expect, test } from 'vitest'
import * as bench from './bench.ts'
import { FIRST, REFRESH, given, newVendor, setClock, sts } from './bench.ts'

test('a session is given, and kept, also when its alarm cannot be set', async () => {
  const stub = newVendor()
  await runInDurableObject(stub, async (_, state) => {
    const vendor = bench.failing(state, { setAlarm: () => Promise.reject(new Error('disk I/O error')) })
    expect(given(await vendor.credentials())).toEqual(FIRST)
    expect(given(await vendor.credentials())).toEqual(FIRST)
    sts.answer = () => Promise.reject(new TypeError('network connection lost'))
    setClock(REFRESH)
    expect(given(await vendor.credentials())).toEqual(FIRST)
    await vendor.alarm()
  })
  expect(sts.calls).toBe(2)
  bench.expectEvent('storage failed', { name: 'Error' })
})

test('when nothing can be stored the old keys serve, and no rejection is left', async () => {
  const stub = newVendor()
  await stub.credentials()
  setClock(REFRESH)
  await runInDurableObject(stub, async (_, state) => {
    const put = () => {
      throw new Error('disk I/O error')
    }
    const vendor = bench.failing(state, { kv: bench.having(state.storage.kv, { put }) })
    expect(given(await vendor.credentials())).toEqual(FIRST)
    await vendor.alarm()
  })
  bench.expectEvent('storage failed', { name: 'Error' })
})
