import Foundation

extension WholeFile {
    /// A file that is written part by part and appears whole or not at all: beside its place until
    /// `finish`, gone after `discard`.
    ///
    ///     var parts = try WholeFile.Parts("usage.csv")
    ///     try parts.write(bytes)
    ///     try parts.finish()
    public struct Parts {
        private let path: String
        private let descriptor: Int32

        /// - Throws: `StoreError.cannotWrite`.
        public init(_ path: String) throws(StoreError) {
            self.path = path
            try WholeFile.stage([], for: path)
            descriptor = open(WholeFile.staged(path), O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw WholeFile.failure(path) }
        }

        /// - Throws: `StoreError.cannotWrite`.
        public func write(_ bytes: [UInt8]) throws(StoreError) {
            var offset = 0
            while offset < bytes.count {
                let count = bytes.withUnsafeBytes {
                    Foundation.write(descriptor, $0.baseAddress! + offset, bytes.count - offset)
                }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw WholeFile.failure(path) }
                offset += count
            }
        }

        /// Puts the file in its place.
        ///
        /// - Throws: `StoreError.cannotWrite`.
        public func finish() throws(StoreError) {
            guard fsync(descriptor) == 0 else {
                let error = WholeFile.failure(path)
                discard()
                throw error
            }
            close(descriptor)
            try WholeFile.put(path)
        }

        /// Leaves what stood there before.
        public func discard() {
            close(descriptor)
            unlink(WholeFile.staged(path))
        }
    }
}
