import { describe, expect, it } from 'vitest'
import { chooseMounts } from '../../../../src/main/host/readings/disks.ts'
import { parseMounts } from '../../../../src/main/host/readings/parse/mounts.ts'

function chosen(text: string): readonly string[] {
  return chooseMounts(parseMounts(text)).map(({ path, source, kind }) => `${path} ${kind} ${source}`)
}

describe('the disks that are shown', () => {
  it('are those of an Ubuntu desktop with snaps and an encrypted root', () => {
    const text = `29 1 252:1 / / rw,relatime shared:1 - ext4 /dev/mapper/ubuntu--vg-root rw
40 29 259:2 / /boot rw,relatime shared:20 - ext4 /dev/nvme0n1p2 rw
41 40 259:1 / /boot/efi rw,relatime shared:22 - vfat /dev/nvme0n1p1 rw,fmask=0022
50 29 7:3 / /snap/firefox/4209 ro,nodev,relatime shared:30 - squashfs /dev/loop3 ro,errors=continue
51 29 252:1 /var/snap /var/snap/hunspell rw - ext4 /dev/mapper/ubuntu--vg-root rw
60 25 0:45 / /run/user/1000 rw,nosuid - tmpfs tmpfs rw,size=6553600k
61 60 0:46 / /run/user/1000/doc rw,nosuid - fuse.portal portal rw,user_id=1000
70 29 259:5 / /srv/my\\040models rw,noatime - xfs /dev/nvme1n1p1 rw
71 29 0:60 / /mnt/nas rw - nfs4 nas:/export rw
72 29 0:61 / /media/usb rw - fuseblk /dev/sdc1 rw
`
    expect(chosen(text)).toEqual([
      '/ ext4 /dev/mapper/ubuntu--vg-root',
      '/media/usb fuseblk /dev/sdc1',
      '/srv/my models xfs /dev/nvme1n1p1',
    ])
  })

  it('are one of each Btrfs file system, whatever its subvolumes', () => {
    const text = `40 1 0:33 /root / rw,relatime shared:1 - btrfs /dev/nvme0n1p3 rw,subvol=/root
41 40 0:34 /home /home rw,relatime shared:2 - btrfs /dev/nvme0n1p3 rw,subvol=/home
`
    expect(chosen(text)).toEqual(['/ btrfs /dev/nvme0n1p3'])
  })

  it('are one of each ZFS pool', () => {
    const text = `30 1 0:26 / / rw,relatime shared:1 - zfs rpool/ROOT/ubuntu rw,xattr
31 30 0:30 / /home rw,relatime shared:5 - zfs rpool/USERDATA/home rw
32 30 0:31 / /tank/models rw,relatime shared:6 - zfs tank/models rw
`
    expect(chosen(text)).toEqual(['/ zfs rpool/ROOT/ubuntu', '/tank/models zfs tank/models'])
  })

  it('are what a container is given of them', () => {
    const text = `1 0 0:50 / / rw,relatime - overlay overlay rw,lowerdir=/a,upperdir=/b
2 1 254:0 /var/lib/docker/containers/x/hosts /etc/hosts rw,relatime - ext4 /dev/vda rw
3 1 254:0 /var/lib/docker/volumes/v/_data /var/lib rw,relatime - ext4 /dev/vda rw
`
    expect(chosen(text)).toEqual(['/var/lib ext4 /dev/vda'])
  })
})
