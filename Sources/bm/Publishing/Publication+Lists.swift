import Ledger
import Store
import Time

/// Lists of what stands below a folder, for `sha256sum -c` and `openssl pkeyutl -verify`.
extension Publication {
    /// `SHA256SUMS` of files below a folder, and where there is a key its signature and public half.
    mutating func addList(
        _ files: [PublishedFile], in folder: String, signedBy key: SigningKey?, source: String
    ) throws {
        try addList(
            Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.digest) }), in: folder,
            signedBy: key, source: source)
    }

    /// The list of all bundles of a month that stand, those of other runs, too.
    mutating func addList(ofBundlesOf month: Month, signedBy key: SigningKey?) throws {
        let bundles = MonthBundle.folder(of: month)
        try addList(
            folder.list(of: bundles).filter {
                $0.key.hasSuffix(".zip") && !$0.key.dropFirst(bundles.utf8.count).contains("/")
            }, in: bundles, signedBy: key, source: "bundles \(month)")
    }

    private mutating func addList(
        _ digests: [String: String], in folder: String, signedBy key: SigningKey?, source: String
    ) throws {
        let inside = digests.map { (String($0.key.dropFirst(folder.count)), $0.value) }
        let text = OutputFolder.list(Dictionary(uniqueKeysWithValues: inside))
        var files: [(name: String, bytes: [UInt8])] = [(OutputFolder.listName, text)]
        let signature = "\(OutputFolder.listName).sig"
        if let key {
            files += [(signature, try key.signature(of: text)), ("signing-key.pub", key.publicKey)]
        } else {
            // The signature of an older list would be of no list.
            for name in [signature, "signing-key.pub"] { replace(folder + name) }
        }
        for (name, bytes) in files {
            try add(
                [(name, bytes)], stem: folder, kind: "bundle", source: source,
                sourceDigest: SHA256Digest.hex(text))
        }
    }
}
