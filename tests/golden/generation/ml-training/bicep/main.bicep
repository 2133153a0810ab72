@description('What the buckets\' names start with, unique in the world')
param bucket_prefix string = 'dharma-ml-training'

output samples string = '${bucket_prefix}-samples'

output models string = '${bucket_prefix}-models'
