import { expect, test } from 'vitest'
import { networkOf } from './network-of.ts'

test('an IPv4 network is a /24, also when it comes as IPv6', () => {
  expect(networkOf('203.0.113.7')).toBe(networkOf('203.0.113.250'))
  expect(networkOf('::ffff:203.0.113.7')).toBe(networkOf('203.0.113.250'))
  expect(networkOf('203.0.113.7')).not.toBe(networkOf('203.0.114.7'))
})

test('an IPv6 network is a /56', () => {
  expect(networkOf('2001:db8:1:10ff::1')).toBe(networkOf('2001:db8:1:1000:abcd::9'))
  expect(networkOf('2001:db8:1:10ff::1')).not.toBe(networkOf('2001:db8:1:1100::1'))
})

test('what is no address shares one network', () => {
  expect(networkOf('fe80::1%eth0')).toBe(networkOf('fe80::2'))
  expect(networkOf('')).toBe('unknown')
})
