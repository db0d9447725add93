import { suffix } from '../../../../test/services/slapd-config.ts'

/** Everybody's password. */
export const password = 'correct horse battery'

interface Person {
  readonly uid: string
  readonly dn?: string
  readonly lines?: readonly string[]
}

/** Somebody, as LDIF. */
export const person = ({ uid, dn = `uid=${uid},ou=people,${suffix}`, lines = [] }: Person): string => `
dn: ${dn}
objectClass: inetOrgPerson
uid: ${uid}
cn: ${uid} of Example
sn: ${uid}
userPassword: ${password}
${lines.join('\n')}`

/** A group of DNs. */
export const group = (cn: string, members: readonly string[], ou = 'groups'): string => `
dn: cn=${cn},ou=${ou},${suffix}
objectClass: groupOfNames
cn: ${cn}
${members.map((member) => `member: ${member.includes(',') ? member : `uid=${member},ou=people,${suffix}`}`).join('\n')}
`

/** The DN of a group, in normal form. */
export const groupDn = (cn: string, ou = 'groups'): string => `cn=${cn.toLowerCase()},ou=${ou},${suffix}`

export const personDn = (uid: string): string => `uid=${uid},ou=people,${suffix}`

/** A department: people with odd names, groups within each other and around in a circle. */
export const department = [
  ...['alice', 'bob', 'carol', 'zoë', 'shared', 'nobody'].map((uid) => person({ uid })),
  person({
    uid: 'o(brien)*',
    dn: `cn=O'Brien (Ops)\\, Pat,ou=people,${suffix}`,
    lines: ["cn: O'Brien (Ops), Pat"],
  }),
  `
dn: ou=branch,${suffix}
objectClass: organizationalUnit
ou: branch
`,
  person({ uid: 'twin', dn: `uid=twin,ou=people,${suffix}` }),
  person({ uid: 'twin', dn: `uid=twin,ou=branch,${suffix}` }),
  group('etl', ['alice', 'zoë', `cn=O'Brien (Ops)\\, Pat,ou=people,${suffix}`]),
  group('platform', [groupDn('etl'), 'bob']),
  group('developers', [groupDn('platform'), 'carol']),
  group('ring-a', ['bob', groupDn('developers')]),
  group('ring-b', [groupDn('ring-a')]),
  group('etl', ['bob'], 'branch'),
  `
dn: cn=seniors,ou=groups,${suffix}
objectClass: groupOfUniqueNames
cn: seniors
uniqueMember: uid=alice,ou=people,${suffix}

dn: cn=unix,ou=groups,${suffix}
objectClass: posixGroup
cn: unix
gidNumber: 1000
memberUid: alice
memberUid: twin

dn: ou=partners,${suffix}
objectClass: referral
objectClass: extensibleObject
ou: partners
ref: ldap://127.0.0.1:1/ou=partners,dc=elsewhere,dc=test
`,
].join('\n')

/** Closes the circle: what a group is in before it is there is not kept by the overlay. */
export const circle = `dn: cn=ring-a,ou=groups,${suffix}
changetype: modify
add: member
member: ${groupDn('ring-b')}
`
