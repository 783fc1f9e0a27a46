#!/bin/sh
# Checks a certificate's signature with a POSIX shell and openssl (3.0 or later), nothing else.
#   sh verify-with-openssl.sh CERT.json PUB.pem
# Prints the signed statement and exits 0 if the key signed it; exits 1 otherwise.
set -eu
cert=$1
key=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One member a line, then cut out what is asked for.
field() { tr ',{}' '\n\n\n' < "$cert" | sed -n 's/^ *"'"$1"'": *"\([^"]*\)".*/\1/p'; }

type=$(field payloadType)
field payload | openssl base64 -d -A > "$work/payload"

# What was signed (DSSE 1.0.2): "DSSEv1" SP LEN(type) SP type SP LEN(payload) SP payload
printf 'DSSEv1 %d %s %d ' "${#type}" "$type" "$(wc -c < "$work/payload")" > "$work/signed"
cat "$work/payload" >> "$work/signed"

for sig in $(field sig); do
  printf '%s' "$sig" | openssl base64 -d -A > "$work/sig"
  if openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$work/signed" \
      -sigfile "$work/sig" > /dev/null 2>&1; then
    cat "$work/payload"
    echo
    echo "signature OK, by key $(openssl pkey -pubin -in "$key" -outform DER \
      | openssl dgst -sha256 -r | cut -c 1-64)" >&2
    exit 0
  fi
done
echo "no signature by this key holds" >&2
exit 1
