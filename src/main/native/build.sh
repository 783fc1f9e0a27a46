#!/bin/sh
# Compiles surety_spot.cc against an installed Spot; the Maven profile 'spot' calls it.
# usage: build.sh SOURCE OUTPUT_FOLDER [SPOT_PREFIX]
set -eu
source=$1
output=$2
prefix=${3:-}
install="install Spot 2.11 or later, for example: conda install -c conda-forge spot"
if [ -n "$prefix" ]; then
  if [ ! -f "$prefix/include/spot/misc/version.hh" ]; then
    echo "surety: no Spot headers in $prefix/include; $install, and give its prefix by -Dspot.home" >&2
    exit 1
  fi
  flags="-I$prefix/include -L$prefix/lib -Wl,-rpath,$prefix/lib -lspot -lbddx"
elif command -v pkg-config >/dev/null && pkg-config --exists libspot libbddx; then
  flags="$(pkg-config --cflags --libs libspot libbddx) -Wl,-rpath,$(pkg-config --variable=libdir libspot)"
else
  echo "surety: pkg-config does not find libspot; $install, and give its prefix by -Dspot.home" >&2
  exit 1
fi
case "$(uname -s)" in
  Darwin) name=libsurety-spot.dylib; platform=darwin ;;
  *) name=libsurety-spot.so; platform=linux ;;
esac
mkdir -p "$output"
# shellcheck disable=SC2086
"${CXX:-c++}" -std=c++17 -O2 -Wall -Wextra -fPIC -shared \
  -I"$JAVA_HOME/include" -I"$JAVA_HOME/include/$platform" \
  "$source" -o "$output/$name" $flags
echo "surety: built $output/$name"
