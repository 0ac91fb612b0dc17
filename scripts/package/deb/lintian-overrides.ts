/** What lintian finds and is meant so, each with its reason. */
export const lintianOverrides = `# Node's own release, as its makers built and signed off it.
switchyard: unstripped-binary-or-object [usr/lib/switchyard/node_modules/node/bin/node]
switchyard: embedded-library *usr/lib/switchyard/node_modules/node/bin/node*
# A page and its libraries, bundled as every page is.
switchyard: embedded-javascript-library *
# The helper of the host is for those who want it; python3 is recommended.
switchyard: python3-script-but-no-python3-dep *usr/lib/switchyard/*
# Started at boot without a script that enables it; it runs only where the helper left something.
switchyard: package-supports-alternative-init-but-no-init.d-script *
`
