// What an STS answers. AWS's documentation of AssumeRole has the shape.

/**
 * @param {{ accessKeyId: string, secretAccessKey: string, sessionToken: string, expiration: string }} session
 */
export function assumedRole({ accessKeyId, secretAccessKey, sessionToken, expiration }) {
  return `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleResult>
    <AssumedRoleUser>
      <AssumedRoleId>AROAEXAMPLE:edgesign</AssumedRoleId>
      <Arn>arn:aws:sts::123456789012:assumed-role/edgesign/edgesign</Arn>
    </AssumedRoleUser>
    <Credentials>
      <AccessKeyId>${accessKeyId}</AccessKeyId>
      <SecretAccessKey>${secretAccessKey}</SecretAccessKey>
      <SessionToken>${sessionToken}</SessionToken>
      <Expiration>${expiration}</Expiration>
    </Credentials>
  </AssumeRoleResult>
  <ResponseMetadata><RequestId>01234567-89ab-cdef-0123-456789abcdef</RequestId></ResponseMetadata>
</AssumeRoleResponse>`
}

/**
 * @param {string} code
 * @param {string} message
 */
export function stsError(code, message) {
  return `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>
  <RequestId>01234567-89ab-cdef-0123-456789abcdef</RequestId>
</ErrorResponse>`
}
