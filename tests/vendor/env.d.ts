// What `cloudflare:workers` gives in these tests: the vendor's own bindings and its entrypoint.

declare namespace Cloudflare {
  interface Env extends VendorEnv {}
  interface GlobalProps {
    mainModule: typeof import('../../worker/vendor/src/index.ts')
    durableNamespaces: 'Vendor'
  }
}
type VendorEnv = import('../../worker/vendor/src/configuration.ts').Env
