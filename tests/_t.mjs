import { presign as p1 } from 'edgesign'
import { presign, presignMany } from 'edgesign/many'
import { AwsClient } from 'aws4fetch'
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
for (const token of [undefined, 'T'.repeat(800)]) {
const c = token ? {...credentials, sessionToken: token} : credentials
const keys = Array.from({length: 10000}, (_, i) => `users/42/photos/IMG_${i}.jpg`)
const signingDate = new Date()
const o = { region: 'eu-west-1', bucket: 'media', signingDate, credentials: c }
const { urls } = presignMany('GetObject', { ...o, keys })
for (const i of [0, 1, 511, 512, 9999]) if (urls[i] !== p1('GetObject', {...o, key: keys[i]}).url) throw new Error(i + urls[i])
const time = (n, f) => { const t = performance.now(); f(); return (performance.now() - t) * 1000 / n }
const best = (n, f) => Math.min(...Array.from({length: 9}, () => time(n, f))).toFixed(2)
const client = new AwsClient({ ...c, service: 's3', region: 'eu-west-1' })
async function a4(n) { const t = performance.now(); for (let i = 0; i < n; i++) await client.sign(`https://s3.eu-west-1.amazonaws.com/media/${keys[i]}?X-Amz-Expires=900`, { aws: { signQuery: true } }); return (performance.now() - t) * 1000 / n }
const a = []; for (let i = 0; i < 5; i++) a.push(await a4(1000))
console.log(token ? 'token' : 'plain', 'many', best(10000, () => presignMany('GetObject', { ...o, keys })), 'presign(many)', best(2000, () => { for (let i = 0; i < 2000; i++) presign('GetObject', {...o, key: keys[i]}) }), 'presign', best(2000, () => { for (let i = 0; i < 2000; i++) p1('GetObject', {...o, key: keys[i]}) }), 'aws4fetch', Math.min(...a).toFixed(1))
}
