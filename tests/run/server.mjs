// The addresses of the local S3 server, which `npm test` has started.

export function server() {
  const { EDGESIGN_S3: s3, EDGESIGN_CONTROL: control } = process.env
  if (s3 && control) return { s3, control }
  throw new Error('EDGESIGN_S3 and EDGESIGN_CONTROL are not set: run these tests with npm test')
}
